"""The benchmarks: ours and its bound in one run, `./dev bench [NAME]`."""
