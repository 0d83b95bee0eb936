"""Small books as each schema wrote them; every one of them must open for ever."""
