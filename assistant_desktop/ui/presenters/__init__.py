"""One QObject a screen: asks the assistant, listens to events, tells its view what to show."""
