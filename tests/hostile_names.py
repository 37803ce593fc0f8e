"""Names of clients that would break a careless page: tags, quotes, right-to-left marks, length, emoji."""

HOSTILE = [
    '<img src=x onerror="window.broken=1"><script>window.broken=1</script>',
    "\"'><svg onload=window.broken=1>`${window.broken=1}`{count}",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{RIGHT-TO-LEFT ISOLATE}Zrcadlo s.r.o.",
    "Dlouhá " + "x" * 10_000,
    "\N{FAMILY} \N{ROCKET}\N{ZERO WIDTH JOINER}\N{RAINBOW} Smajlík",
]
