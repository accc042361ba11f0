"""The JSON API: every act by POST, every noun by GET. It lives here because it alone has to know every feature."""
