"""Members and officers: admitting, transferring, ending, appointing, and the rolls they make."""
