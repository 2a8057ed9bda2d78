using System.Security.Cryptography;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Workers;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Plans;

/// <summary>
/// plan.json in the folder of a gridding in parts: what is counted, of which files, and which files are counted together. Processes on any
/// machine that sees the folder and the files count the parts.
/// </summary>
internal sealed record GridPlan : IPlannedWork
{
    /// <summary>The format version that FineFlow reads.</summary>
    public const int CurrentFormat = 1;

    private const string LeasesFolder = "leases";
    private const int EarliestYear = 2000, LatestYear = 2200;

    /// <summary>Format version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The time of the plan, after which times are in the future.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What is counted, with a box and with full paths.</summary>
    public required GridOptions Options { get; init; }

    /// <summary>The files that are counted, in order, and the table of stations.</summary>
    public required IReadOnlyList<PlannedFile> Files { get; init; }

    /// <summary>For each part the indices of its files, ascending.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Parts { get; init; }

    /// <summary>What the counts of a part belong to.</summary>
    internal string Id =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, JsonStyle.Line)));

    /// <summary>Returns the number of channels of the maps.</summary>
    internal int Channels => Options.ChannelNames.Count;

    /// <summary>Returns the number of fine cells of a map.</summary>
    internal int Cells => Options.Rows * Options.ColumnCount;

    /// <summary>Reads the plan of a folder.</summary>
    /// <exception cref="BadInputException">There is none, it is broken or of another version.</exception>
    public static GridPlan Read(string folder)
    {
        var plan = PlannedWork.Read<GridPlan>(folder, CurrentFormat, "fineflow data grid plan");
        return plan.IsWhole()
            ? plan
            : throw new BadInputException(PlannedWork.PathIn(folder), "does not list every file in one part; plan again");
    }

    /// <summary>Writes it into a folder.</summary>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public void Write(string folder) => JsonStyle.Write(PlannedWork.PathIn(folder), this);

    /// <summary>Checks that the files are those of the plan.</summary>
    /// <exception cref="BadInputException">One is missing or has changed.</exception>
    public void CheckFiles()
    {
        foreach (var file in Files)
        {
            file.Check();
        }
    }

    /// <summary>Checks that an input has the files of the plan.</summary>
    /// <param name="files">The files that were found.</param>
    /// <exception cref="BadInputException">They are others, as where a name stands twice or is no full path.</exception>
    public void CheckInput(IReadOnlyList<string> files)
    {
        if (!files.SequenceEqual(Options.Inputs))
        {
            throw new BadInputException(
                PlannedWork.FileName, "does not name its files as they are found, by full paths and each once; plan again");
        }
    }

    /// <summary>Returns the paths of a part's files.</summary>
    /// <param name="part">The part's number, from 1.</param>
    public IReadOnlyList<string> FilesOf(int part) => [.. Parts[part - 1].Select(index => Options.Inputs[index])];

    /// <summary>Returns the file of a part's counts in a folder.</summary>
    /// <param name="folder">The plan's folder.</param>
    /// <param name="part">The part's number, from 1.</param>
    public static string PathOf(string folder, int part) =>
        Path.Combine(folder, "parts", FormattableString.Invariant($"{part}.safetensors"));

    /// <summary>Returns who counts what in a folder.</summary>
    /// <param name="folder">The plan's folder.</param>
    /// <param name="expiry">How long a process may be silent.</param>
    public static Leases LeasesIn(string folder, TimeSpan expiry) => new(Path.Combine(folder, LeasesFolder), expiry);

    /// <summary>Whether nothing is missing and each file is in one part.</summary>
    /// <exception cref="BadInputException">An option is invalid.</exception>
    private bool IsWhole()
    {
        IEnumerable<object?> items =
        [
            .. Options.Inputs, .. Options.TimeFormats, .. Options.External.TimeFormats, .. Options.ColumnNames ?? [], .. Files, .. Parts,
        ];
        if (items.Any(item => item is null) || Options.Box is null || Now.Year is < EarliestYear or > LatestYear)
        {
            return false;
        }

        Options.Validate();
        return Parts.All(part => part.Count > 0 && part.SequenceEqual(part.Order()))
            && Parts.SelectMany(part => part).Order().SequenceEqual(Enumerable.Range(0, Options.Inputs.Count))
            && Options.Inputs.SequenceEqual(Files.Take(Options.Inputs.Count).Select(file => file.Path));
    }
}
