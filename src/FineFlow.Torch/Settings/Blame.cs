using FineFlow.Core;

namespace FineFlow.Torch.Settings;

/// <summary>Says in which file a refused setting stands.</summary>
internal static class Blame
{
    /// <summary>Does something with a file's content; a refusal names the file.</summary>
    /// <exception cref="BadInputException">The content was refused.</exception>
    public static T On<T>(string file, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (BadInputException failure)
        {
            throw new BadInputException(file, failure.Message, failure);
        }
    }
}
