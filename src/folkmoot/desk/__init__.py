"""The first screens: Today, Desk and Overview. Composes other features' queries and owns no data."""
