"""Who asks, and what they may do: nobody is asked on loopback; elsewhere API keys or OpenID Connect."""
