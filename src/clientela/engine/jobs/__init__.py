"""Background work: task.py declares it, progress.py shows it, worker.py does it. PostgreSQL is the queue."""
