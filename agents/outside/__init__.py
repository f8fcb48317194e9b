"""What tools reach outside of this machine: pages of the web, a search engine, servers of tools."""
