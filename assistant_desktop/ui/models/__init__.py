"""What the screens show, without Qt: plain values made from domain objects."""
