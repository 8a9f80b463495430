"""A local model in a child process that speaks OpenAI HTTP on loopback.

worker.py is the parent's side: it starts the child, watches it and restarts it. Everything
else runs in the child alone; only llama.py touches llama_cpp.
"""

KEY_VARIABLE = "ASSISTANT_WORKER_KEY"
"""How the parent tells its child the key that requests must carry."""
TOO_LONG = "tokens do not fit into"
"""In what the child says of a prompt that is longer than its context."""
