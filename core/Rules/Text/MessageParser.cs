namespace Crm.Core.Rules.Text;

/// <summary>What a customer did with messages and forms; the cursor stands after their first words.</summary>
internal sealed class MessageParser(Cursor cursor)
{
    public MessageRule Message(MessageAction action)
    {
        var link = action == MessageAction.Clicked && cursor.TryTake("link") ? Link() : null;
        string? message = null;
        if (!cursor.TryTake("any message"))
        {
            if (!cursor.TryTake("message"))
            {
                cursor.Unexpected("'message' with its id, or 'any message'", action == MessageAction.Clicked ? ["message", "any", "link"] : ["message", "any"]);
            }

            message = cursor.ParseText("the message's id in quotes");
        }

        var times = cursor.ParseTimes();
        return new(action, message, link, times, cursor.ParseWindow());
    }

    public FormRule Form()
    {
        cursor.Expect("form");
        var form = cursor.ParseText("the form's id in quotes");
        var times = cursor.ParseTimes();
        return new(form, times, cursor.ParseWindow());
    }

    private string Link()
    {
        var link = cursor.ParseText("the link's address in quotes");
        cursor.Expect("of");
        return link;
    }
}
