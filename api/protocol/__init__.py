"""The Model Context Protocol: assistants ask, search and read, over stdio or HTTP. Named so as not to shadow `mcp`."""
