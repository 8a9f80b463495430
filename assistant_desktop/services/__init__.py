"""Everything that talks to the world; blind to core, speaks domain."""
