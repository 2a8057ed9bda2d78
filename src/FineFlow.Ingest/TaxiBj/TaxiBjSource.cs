namespace FineFlow.Ingest.TaxiBj;

/// <summary>The publication of TaxiBJ, and its terms.</summary>
internal static class TaxiBjSource
{
    /// <summary>One line with source, licence and citation.</summary>
    public const string Licence =
        "TaxiBJ as published with UrbanFM (Liang et al., KDD 2019), github.com/yoshall/UrbanFM: a repository under the MIT licence that "
        + "releases the data "
        + "for public use and asks to cite the paper";

    // The commit with all four archives: unlike a branch, it cannot change.
    private const string Commit = "2e9d8f55c232a4a36331ab99bec5cb25b345e58e";

    /// <summary>Address of the archives, with {task} for the task's number.</summary>
    public const string Archives = $"https://raw.githubusercontent.com/yoshall/UrbanFM/{Commit}/data/P{{task}}.zip";
}
