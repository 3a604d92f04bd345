raise SystemExit("a probe imported numpy")
