"""What people read: the catalogues of both languages, the domain's terms in words, dates and numbers."""
