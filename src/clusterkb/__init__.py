"""clusterkb: the reference knowledge base on educational clusters."""

__version__ = "0.1.0"
