"""Folkmoot: the working software of an organisation whose strength is in small groups."""
