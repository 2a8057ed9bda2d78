namespace FineFlow.Core.Datasets;

/// <summary>The files of one split, whether they exist or not.</summary>
/// <param name="Folder">The dataset's folder.</param>
/// <param name="Split">One of <see cref="SplitNames"/>.</param>
internal sealed record SplitFiles(string Folder, string Split)
{
    private static readonly string[] Names = ["X.npy", "Y.npy", "ext.npy", "time.npy"];

    public string Coarse => PathOf(Names[0]);

    public string Fine => PathOf(Names[1]);

    public string External => PathOf(Names[2]);

    public string Time => PathOf(Names[3]);

    /// <summary>The names of all four in the dataset's folder, as checksums use them: "train/X.npy".</summary>
    public IEnumerable<string> Keys => Names.Select(name => Invariant($"{Split}/{name}"));

    public bool Exist => Directory.Exists(PathOf(""));

    private string PathOf(string name) => Path.Combine(Folder, Split, name);
}
