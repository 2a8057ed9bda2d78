using FineFlow.Core;

namespace FineFlow.Torch.Tests;

/// <summary>Refusals of bad input.</summary>
internal static class Refused
{
    /// <summary>The message of the refusal, which is one line.</summary>
    public static string By(Action action)
    {
        var message = Assert.Throws<BadInputException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
