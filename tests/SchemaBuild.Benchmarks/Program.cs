using BenchmarkDotNet.Running;
using SchemaBuild.Benchmarks;

if (args is ["ratios"]) Ratios.Print();
else if (args is ["hazards", .. var squawk]) HazardBenchmark.Print(squawk.FirstOrDefault());
else if (args is ["runner"]) await RunnerBenchmark.PrintAsync();
else BenchmarkSwitcher.FromAssembly(typeof(Ratios).Assembly).Run(args is [] ? ["--filter", "*"] : args);
