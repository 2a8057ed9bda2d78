namespace FineFlow.Ingest.TaxiBj;

/// <summary>Where TaxiBJ is published, and on what terms.</summary>
public static class TaxiBjSource
{
    /// <summary>One line for people: source, licence, whom to cite.</summary>
    public const string Licence =
        "TaxiBJ as published with UrbanFM (Liang et al., KDD 2019), github.com/yoshall/UrbanFM: a repository under the MIT licence that "
        + "releases the data "
        + "for public use and asks to cite the paper";

    // The commit that holds all four archives: what a branch serves can change, this cannot.
    private const string Commit = "2e9d8f55c232a4a36331ab99bec5cb25b345e58e";

    /// <summary>Address of the archives, with {task} for the task's number.</summary>
    public const string Archives = $"https://raw.githubusercontent.com/yoshall/UrbanFM/{Commit}/data/P{{task}}.zip";
}
