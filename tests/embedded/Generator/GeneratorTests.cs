using System.Collections.Immutable;
using Crm.Embedded.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orleans;

namespace Crm.Embedded.Tests.Generator;

public sealed class GeneratorTests
{
    private const string Prelude = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Threading.Tasks;
        using Orleans;

        """;

    private const string Message = """
        [GenerateSerializer, Immutable, Alias("m")] public sealed record M([property: Id(0)] int A, [property: Id(1)] ImmutableArray<string?>? B);
        """;

    [Theory]
    [InlineData("Task M(M a);")]
    [InlineData("Task<M?> M(string? a, int b, Guid? c);")]
    [InlineData("ValueTask M(byte[] a, ReadOnlyMemory<byte> b, DayOfWeek @event);")]
    [InlineData("ValueTask<ImmutableArray<M>> M(ImmutableDictionary<string, ImmutableArray<M>>? a, DateTimeOffset? b, decimal c);")]
    public void Run_SoundInterface_GeneratesCodeThatCompiles(string method)
    {
        var (diagnostics, compilation) = Run($$"""
            {{Message}}
            [Alias("i")] public interface IG : IGrainWithStringKey { [Alias("m")] {{method}} }
            """);
        Assert.Empty(diagnostics);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void Run_SoundGrain_GeneratesCodeThatCompiles()
    {
        var (diagnostics, compilation) = Run("""
            namespace Deep.Space
            {
                public class Outer
                {
                    [Alias("i")] public interface IG : IGrainWithStringKey { [Alias("m")] ValueTask<int> M(int call); }
                    [GrainType("g")] internal sealed class G(IServiceProvider services, Lazy<int> other) : Grain, IG
                    {
                        public ValueTask<int> M(int call) => new(call + other.Value + services.GetHashCode());
                    }
                }
            }
            """);
        Assert.Empty(diagnostics);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void Run_NothingOfInterest_GeneratesNothing()
    {
        var (_, compilation) = Run("public class C;");
        Assert.Single(compilation.SyntaxTrees);
    }

    [Theory]
    [InlineData("CRMACT001", "Task M(List<int> a);")]
    [InlineData("CRMACT001", "Task M(int[] a);")]
    [InlineData("CRMACT001", "Task M(object a);")]
    [InlineData("CRMACT001", "Task<ImmutableArray<Version>> M();")]
    [InlineData("CRMACT001", "Task M(ReadOnlyMemory<char> a);")]
    [InlineData("CRMACT001", "Task<(int, int)> M();")]
    [InlineData("CRMACT006", "void M();")]
    [InlineData("CRMACT006", "int M();")]
    [InlineData("CRMACT006", "IAsyncEnumerable<int> M();")]
    [InlineData("CRMACT007", "Task M<T>();")]
    [InlineData("CRMACT007", "Task M(in int a);")]
    public void Run_MethodThatCannotBeCalled_IsRefused(string id, string method) =>
        Assert.Equal([id], Ids($$"""[Alias("i")] public interface IG : IGrainWithStringKey { [Alias("m")] {{method}} }"""));

    [Theory]
    [InlineData("CRMACT001", """[GenerateSerializer, Immutable, Alias("x")] public record X { [Id(0)] public List<int>? A { get; init; } }""")]
    [InlineData("CRMACT002", """[GenerateSerializer, Immutable, Alias("x")] public record X(int A);""")]
    [InlineData("CRMACT002", """[GenerateSerializer, Immutable, Alias("x")] public record X { [Id(0)] public int A { get; init; } [Id(0)] public int B { get; init; } }""")]
    [InlineData("CRMACT002", """[GenerateSerializer, Alias("x")] public class X { private int _a; public int A => _a++; }""")]
    [InlineData("CRMACT003", """[GenerateSerializer] public enum X { A }""")]
    [InlineData("CRMACT003", """[GenerateSerializer, Immutable] public record X;""")]
    [InlineData("CRMACT008", """[GenerateSerializer, Immutable, Alias("x")] public record X { [Id(0)] public int A { get; set; } }""")]
    [InlineData("CRMACT008", """[GenerateSerializer, Immutable, Alias("x")] public struct X { [Id(0)] public int A; }""")]
    [InlineData("CRMACT008", """[GenerateSerializer, Immutable, Alias("x")] public record struct X([property: Id(0)] int A);""")]
    public void Run_MessageThatCannotBeSent_IsRefused(string id, string type) => Assert.Equal([id], Ids(type));

    [Theory]
    [InlineData("""[GenerateSerializer, Alias("x")] public class State { [Id(0)] public List<int> A { get; set; } = new(); public int Count => A.Count; }""")]
    [InlineData("""[GenerateSerializer, Immutable, Alias("x")] public record X([Id(0)] int A) { public static int S; public const int C = 1; }""")]
    [InlineData("""[GenerateSerializer, Immutable, Alias("x")] public record X<T>([property: Id(0)] ImmutableArray<T> A);""")]
    [InlineData("""[GenerateSerializer, Immutable, Alias("x")] public readonly record struct X([property: Id(0)] int A);""")]
    [InlineData("""[GenerateSerializer, Immutable, Alias("x")] public abstract record X { [GenerateSerializer, Immutable, Alias("y")] public sealed record Y([property: Id(0)] X? A) : X; }""")]
    public void Run_StateOrSoundMessage_IsAccepted(string type) => Assert.Empty(Ids(type));

    [Fact]
    public void Run_MessageOfAnotherKind_IsRefusedWhereItIsUsed() => Assert.Equal(["CRMACT001"], Ids("""
        [GenerateSerializer, Alias("x")] public record X([property: Id(0)] int A);
        [Alias("i")] public interface IG : IGrainWithStringKey { [Alias("m")] Task M(ImmutableArray<X?> a); }
        """));

    [Theory]
    [InlineData("CRMACT004", "public interface IG : IGrainWithStringKey;")]
    [InlineData("CRMACT004", """[Alias("i")] public interface IG : IGrainWithStringKey { Task M(); }""")]
    [InlineData("CRMACT007", """[Alias("i")] public interface IG<T> : IGrainWithStringKey;""")]
    [InlineData("CRMACT007", """[Alias("i")] public interface IG : IGrainWithStringKey { int P { get; } }""")]
    [InlineData("CRMACT005", """[Alias("i")] public interface IG : IGrainWithStringKey; public class G : Grain, IG;""")]
    [InlineData("CRMACT009", """[GrainType("g")] public class G : Grain;""")]
    [InlineData("CRMACT009", """[Alias("i")] public interface IG : IGrainWithStringKey; [GrainType("g")] public class G : Grain, IG; [GrainType("h")] public class H : Grain, IG;""")]
    [InlineData("CRMACT009", """[Alias("i")] public interface IG : IGrainWithStringKey; [GrainType("g")] public class G : Grain, IG { public G() { } public G(int a) { } }""")]
    [InlineData("CRMACT009", """[Alias("i")] public interface IG : IGrainWithStringKey; [Alias("j")] public interface IH : IGrainWithStringKey; [GrainType("g")] public class G : Grain, IG, IH;""")]
    public void Run_GrainThatBreaksARule_IsRefused(string id, string types) => Assert.Equal([id], Ids(types));

    [Fact]
    public void Run_Refusal_IsAnErrorWithAPlace()
    {
        var diagnostic = Assert.Single(Run("""[GenerateSerializer] public enum X { A }""").Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.True(diagnostic.Location.IsInSource);
    }

    private static IEnumerable<string> Ids(string source) => Run(source).Diagnostics.Select(d => d.Id);

    private static (ImmutableArray<Diagnostic> Diagnostics, Compilation Compilation) Run(string source)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(Prelude + source)],
            platform.Append(typeof(Grain).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(new GrainGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        return (diagnostics, generated);
    }
}
