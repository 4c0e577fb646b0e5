"""Why a code did not work: the agent's page."""
