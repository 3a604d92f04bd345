int nothing_at_all(void) { return 0; }
