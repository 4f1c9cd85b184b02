"""Real servers, started for the tests on free loopback ports in folders of their own."""
