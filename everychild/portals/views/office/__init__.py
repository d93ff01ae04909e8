"""The pages of the office: loads, sources, agreements, what is held, users, and the account of who looked."""
