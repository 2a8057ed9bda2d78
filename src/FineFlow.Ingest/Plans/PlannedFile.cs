using FineFlow.Core;

namespace FineFlow.Ingest.Plans;

/// <summary>A file of a plan.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">When it was last written.</param>
internal sealed record PlannedFile(string Path, long Bytes, DateTime Modified)
{
    /// <summary>Describes a file as it is.</summary>
    public static PlannedFile Of(string path)
    {
        var file = new FileInfo(path);
        return new(path, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Checks that the file is as it was.</summary>
    /// <exception cref="BadInputException">It is missing or has changed.</exception>
    public void Check()
    {
        if (!File.Exists(Path))
        {
            throw new BadInputException(Path, "is planned and cannot be found here");
        }

        if (Of(Path) != this)
        {
            throw new BadInputException(Path, "has changed since the plan was made; plan again in another folder");
        }
    }
}
