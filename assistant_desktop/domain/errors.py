"""The error tree.

AssistantError
├── KnownError            environment or user: told in plain words, with what to do
│   ├── BadInput          what was asked cannot be understood or is out of range
│   │   └── DoubtfulValue     it can hardly be true: asked about, kept on a second yes
│   ├── NotFound          no such reminder, conversation, memory, call
│   ├── StorageError      the data file or folder
│   │   ├── FullError         no space left
│   │   ├── ReadOnlyError     the folder or file may not be written
│   │   ├── DamagedError      the file is not a sound database
│   │   └── FutureDatabase    written by a newer version
│   ├── ModelError        the language model or its server
│   │   ├── ModelUnreachable  no connection, or cut off
│   │   ├── ModelRefused      the server answered with an error
│   │   └── ModelTimeout      no answer in time
│   ├── ServiceError      a service on the internet
│   │   ├── ServiceUnreachable  no connection, cut off, or no answer in time
│   │   ├── ServiceRefused      it answered with an error
│   │   ├── ServiceNonsense     what it answered cannot be used
│   │   ├── ServiceResting      it failed too often: not asked again for a while
│   │   └── ServiceOff          it is not switched on
│   ├── OutboundBlocked   a destination that was not switched on
│   ├── SecretStoreError  the system keyring
│   └── AlreadyRunning    another process owns the data folder
└── BugError              our fault: logged whole, told as such
"""


class AssistantError(Exception):
    """Root of all errors this product raises on purpose."""


class KnownError(AssistantError):
    """The environment or the user: expected, explained, nothing lost.

    Args:
        message: one sentence, what happened: English source text, `{name}` for values.
        hint: what to do about it, empty when there is nothing; may name values too.
        retryable: True when the same thing may work later.
        values: what goes into the braces. Kept apart so that the text can be translated.
    """

    def __init__(
        self, message: str, *, hint: str = "", retryable: bool = False, **values: object
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint_message = hint
        self.retryable = retryable
        self.values = values

    @property
    def user_message(self) -> str:
        """What happened, in English."""
        return self.message.format(**self.values) if self.values else self.message

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return self.hint_message.format(**self.values) if self.values else self.hint_message

    def __str__(self) -> str:
        return f"{self.user_message} {self.hint}".strip()


class BadInput(KnownError):
    """What was asked cannot be understood or is out of range."""


class DoubtfulValue(BadInput):
    """A value that can hardly be true: the message asks about it, and a second yes keeps it."""


class NotFound(KnownError):
    """Nothing with that name or id belongs to this user."""


class StorageError(KnownError):
    """The data file or its folder does not do what it must."""


class FullError(StorageError):
    """No space is left where the data lives."""


class ReadOnlyError(StorageError):
    """The data folder or file may not be written."""


class DamagedError(StorageError):
    """The data file is not a sound database."""


class FutureDatabase(StorageError):
    """The data file was written by a newer version of the product."""


class ModelError(KnownError):
    """The language model or its server failed."""


class ModelUnreachable(ModelError):
    """No connection could be made, or it was cut."""


class ModelRefused(ModelError):
    """The server answered with an error.

    Attributes:
        status: the HTTP status code.
    """

    def __init__(self, message: str, *, status: int, hint: str = "", **values: object) -> None:
        retryable = status in {429, 500, 502, 503, 504}
        super().__init__(message, hint=hint, retryable=retryable, status=status, **values)
        self.status = status


class ModelTimeout(ModelError):
    """The model gave no answer within its limit."""


class ServiceError(KnownError):
    """A service on the internet failed."""


class ServiceUnreachable(ServiceError):
    """No connection could be made, it was cut, or no answer came in time."""


class ServiceRefused(ServiceError):
    """The service answered with an error.

    Attributes:
        status: the HTTP status code.
        after_s: how long it asked to wait, None where it did not say.

    is_busy: it said no only for now, whatever the status.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        after_s: float | None = None,
        hint: str = "",
        is_busy: bool = False,
        **values: object,
    ) -> None:
        retryable = is_busy or status in {408, 429, 500, 502, 503, 504}
        super().__init__(message, hint=hint, retryable=retryable, status=status, **values)
        self.status = status
        self.after_s = after_s


class ServiceNonsense(ServiceError):
    """What the service answered is of the wrong kind, too large, or leads elsewhere."""


class ServiceResting(ServiceError):
    """The service failed too often; it is asked again later."""


class ServiceOff(ServiceError):
    """The user has not switched the service on."""


class ChangesWait(ServiceError):
    """Changes of the user wait, as changing things there is switched off."""


class SignInNeeded(ServiceError):
    """The account was signed out there, its permission was taken back or has run out."""


class SignInFailed(ServiceError):
    """A sign-in that did not come to its end: denied, given up, or not to be trusted."""


class OutboundBlocked(KnownError):
    """A connection to a destination that the user has not switched on."""


class SecretStoreError(KnownError):
    """The system keyring is absent, locked or silent."""


class AlreadyRunning(KnownError):
    """Another process owns the data folder and cannot be asked."""


class BugError(AssistantError):
    """A state that the code rules out. Never caught to continue."""
