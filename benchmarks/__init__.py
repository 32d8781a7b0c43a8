"""How fast Rapport reads, and in how much memory."""
