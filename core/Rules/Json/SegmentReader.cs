using Crm.Core.Definitions;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>Rules about other definitions of the store.</summary>
internal sealed class SegmentReader(Errors errors, WindowReader windows)
{
    public SegmentRule Segment(Node node)
    {
        errors.ExpectMembers(node, "segment");
        return new(Id(node, "segment"));
    }

    public SegmentChangeRule Change(Node node)
    {
        errors.ExpectMembers(node, "segmentChange", "segment", "window");
        errors.Among(node["segmentChange"], ["entered", "left"]);
        return new(node["segmentChange"]!.Text == "entered", Id(node, "segment"), windows.Read(node["window"]));
    }

    public ListRule List(Node node)
    {
        errors.ExpectMembers(node, "list");
        return new(Id(node, "list"));
    }

    public JourneyRule Journey(Node node)
    {
        errors.ExpectMembers(node, "journey");
        return new(Id(node, "journey"));
    }

    private string Id(Node node, string name)
    {
        var id = errors.NeededText(node, name, "an id");
        if (!Slug.IsValid(id))
        {
            errors.Fail(node[name] ?? node, $"{Quoted.Print(id)} is no id", SegmentParser.Expected);
        }

        return id;
    }
}
