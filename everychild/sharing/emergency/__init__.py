"""When the lights go out: the children whom somebody may have to find at two in the morning, in one file that opens with no server."""
