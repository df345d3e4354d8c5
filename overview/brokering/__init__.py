"""What reads the brokers' log: their desk, the county's report, the travel sheet, the first talk."""
