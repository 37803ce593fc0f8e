"""What is measured, one file a part: a module here that holds a ``PART`` is found by itself."""
