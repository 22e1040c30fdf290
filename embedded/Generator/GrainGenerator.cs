using Microsoft.CodeAnalysis;

namespace Crm.Embedded.Generator;

/// <summary>Checks an assembly's grains and messages, and generates what calls them.</summary>
/// <remarks>
/// It looks at the whole compilation each time, as its rules span files and assemblies (a message's attributes, an interface's
/// class). That is a few milliseconds; editors run implementation outputs only when they build.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class GrainGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterImplementationSourceOutput(context.CompilationProvider, static (output, compilation) =>
        {
            var emitter = new Emitter();
            AddReferences(compilation, emitter);
            AddTypes(compilation, emitter, output.ReportDiagnostic);
            if (!emitter.IsEmpty)
                output.AddSource("Grains.g.cs", emitter.ToString());
        });

    private static void AddReferences(Compilation compilation, Emitter emitter)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
            if (assembly.GetAttributes().Any(static a => a.AttributeClass?.FullName() == "Crm.Embedded.Engine.GrainAssemblyAttribute"))
                emitter.AddAssembly(assembly.Name);
    }

    private static void AddTypes(Compilation compilation, Emitter emitter, Action<Diagnostic> report)
    {
        var classes = new Dictionary<ISymbol, INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var type in Symbols.Types(compilation.Assembly.GlobalNamespace))
        {
            if (type.Has("GenerateSerializer"))
                MessageRules.CheckDeclaration(type, report);
            if (type.IsGrainInterface() && GrainRules.CheckInterface(type, report))
                emitter.AddInterface(type);
            if (!type.IsGrainClass() || GrainRules.CheckClass(type, report) is not var (grainInterface, constructor))
                continue;
            if (classes.TryAdd(grainInterface, type))
                emitter.AddClass(type, grainInterface, constructor);
            else
                report(Diagnostic.Create(Problems.WrongGrain, type.Place(), type.ToDisplayString(), $"{classes[grainInterface]} has the same interface"));
        }
    }
}
