using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Completion;

/// <summary>Takes note of what the parsers look for where the text ends: it is they who know what can stand there.</summary>
internal sealed class Place
{
    private readonly List<string> _words = [];
    private readonly Stack<string> _elements = new();

    public IReadOnlyList<string> Words => _words;

    public CompletionSlot Slot { get; set; }

    /// <summary>Of those.</summary>
    public EventType Type { get; set; }

    /// <summary>The event names of the pattern whose condition is read.</summary>
    public ImmutableArray<string> Events { get; set; } = [];

    /// <summary>What was compared last.</summary>
    public Subject? Subject { get; set; }

    /// <summary>Where properties are those of an array's element, its path and a dot.</summary>
    public string Path => string.Concat(_elements.Reverse().Select(static element => $"{element}."));

    public void Add(string words)
    {
        if (!_words.Contains(words))
        {
            _words.Add(words);
        }
    }

    public void Enter(string element) => _elements.Push(element);

    public void Leave() => _elements.Pop();
}
