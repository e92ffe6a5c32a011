using BenchmarkDotNet.Running;
using SchemaBuild.Benchmarks;

if (args is ["ratios"]) Ratios.Print();
else BenchmarkSwitcher.FromAssembly(typeof(Ratios).Assembly).Run(args is [] ? ["--filter", "*"] : args);
