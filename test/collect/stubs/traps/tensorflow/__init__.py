raise SystemExit("a probe imported tensorflow")
