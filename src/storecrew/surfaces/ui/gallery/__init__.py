"""Every component in every state, for developers; served only where DEBUG or the demo is on."""
