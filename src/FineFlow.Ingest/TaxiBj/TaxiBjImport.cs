using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Imports the published archives of TaxiBJ as dataset folders.</summary>
internal static class TaxiBjImport
{
    private const string Published = "published";

    /// <summary>
    /// Writes every task in the sources to <c>FOLDER/P1 .. P4</c>. All lists and folders are checked before the first one is written; each
    /// folder is written as a whole or not at all.
    /// </summary>
    /// <exception cref="BadInputException">
    /// A source is invalid, or a folder cannot be written; the message says which.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static IReadOnlyList<TaxiBjImported> Run(
        TaxiBjImportRequest request, IProgress<Transfer>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var opened = new List<PublishedFiles>();
        try
        {
            opened.AddRange(request.Sources.Select(PublishedFiles.Open));
            var tasks = opened.SelectMany(source => TaxiBjLayout.Find(source, request.Tasks).Select(files => (source.Path, Files: files)))
                .ToArray();
            CheckOnce(tasks);
            foreach (var task in tasks)
            {
                DatasetFolder.CheckPlace(FolderOf(task.Files.Task, request), request.Overwrite);
            }

            return [.. tasks.Select(task => ImportTask(task.Files, task.Path, request, progress, cancellationToken))];
        }
        finally
        {
            opened.ForEach(source => source.Dispose());
        }
    }

    private static void CheckOnce((string Path, TaxiBjFiles Files)[] tasks)
    {
        if (tasks.GroupBy(task => task.Files.Task).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new BadInputException(
                twice.Last().Path, $"holds {twice.Key.Name}, which {twice.First().Path} holds too; each task once is expected");
        }
    }

    private static TaxiBjImported ImportTask(
        TaxiBjFiles files, string source, TaxiBjImportRequest request, IProgress<Transfer>? progress, CancellationToken cancellationToken)
    {
        var meter = new TransferMeter(progress, $"{files.Task.Name} from {source}", 0, files.Length);
        var published = TaxiBjReader.Read(files, meter, cancellationToken);
        var splits = request.Ratio is { } ratio ? TimeOrderedSplit.Cut(published, ratio) : published;
        var rule = request.Ratio is { } cut ? TimeOrderedSplit.Describe(cut) : Published;
        var report = new TaxiBjImported(
            files.Task.Name, FolderOf(files.Task, request), source, rule, [.. splits.Select(SplitSummary.Of)],
            TaxiBjWarnings.Of(files.Task, published));
        if (request.Strict && report.Warnings is [var warning, ..])
        {
            throw new BadInputException(source, warning) { Setting = nameof(TaxiBjImportRequest.Strict) };
        }

        cancellationToken.ThrowIfCancellationRequested();
        DatasetFolder.Write(report.Folder, Describe(files.Task, rule), splits, request.Overwrite);
        return report;
    }

    private static string FolderOf(TaxiBjTask task, TaxiBjImportRequest request) => Path.Combine(request.Folder, task.Name);

    private static DatasetManifest Describe(TaxiBjTask task, string rule) => new()
    {
        Name = $"TaxiBJ-{task.Name}",
        Description = FormattableString.Invariant($"Taxi flows of Beijing, {task.First:yyyy-MM-dd} .. {task.Last:yyyy-MM-dd}, ")
            + "half hours from 7:00 to 21:30 on the days that were published.",
        Source = TaxiBjSource.Licence,
        Split = rule,
        Channels = ["taxis"],
        Units = "taxis per cell and half hour",
        SlotMinutes = 30,
        Externals = ExternalSchema.TaxiBj,
    };
}
