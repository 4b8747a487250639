"""Systems that `benchmarks.peers` measures, each in a process of its own.

Those of others run in their own virtual environment (`requirements.txt`) and import nothing of
`rag`; `ours` runs in the project's.
"""
