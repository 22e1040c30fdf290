using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Crm.Bench.Micro;

/// <summary>What an event costs, part by part: decoding, folding and evaluating by the number of segments, and a customer's snapshot.</summary>
internal static class MicroScenario
{
    public static void Run()
    {
        // In this process, for a project that BenchmarkDotNet makes and builds would know neither the engine nor where outputs lie.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(10);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default).WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "micro"));
        BenchmarkRunner.Run([typeof(DecodeBenchmark), typeof(FoldBenchmark), typeof(RuleBenchmark), typeof(CheckpointBenchmark), typeof(SealBenchmark)], config);
    }
}
