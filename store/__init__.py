"""The follow-up book: what is kept, and the rules that read it; it never prints, asks or draws."""
