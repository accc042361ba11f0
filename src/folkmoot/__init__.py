"""Folkmoot: the working software of an organisation whose strength is in small groups."""

VERSION = "0.1.0"
