using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.TaxiBj;

namespace FineFlow.Ingest.Tests.TaxiBj;

public sealed class TaxiBjImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("P1/", "any.zip", "P1")]
    [InlineData("TaxiBJ/P2/", "any.zip", "P2")]
    [InlineData("data/P3/", "any.zip", "P3")]
    [InlineData("UrbanFM-master/data/P4/", "P1.zip", "P4")]
    [InlineData("", "P2.zip", "P2")]
    [InlineData("", "taxibj_p3 (1).zip", "P3")]
    [InlineData("anything/", "TaxiBJ-P4.zip", "P4")]
    [InlineData("P1\\", "any.zip", "P1")]
    public void An_archive_is_imported_whatever_lies_above_its_splits(string root, string zip, string task)
    {
        var imported = Import(Zip(zip, PublishedSample.Zip(root)));

        Assert.Equal(task, Assert.Single(imported).Task);
        PublishedSample.AssertSame(PublishedSample.Splits, DatasetFolder.Load(_folder.File($"out/{task}"), new() { Strict = true }));
    }

    [Theory]
    [InlineData("", "P1")]
    [InlineData("P3", "P3")]
    [InlineData("data/TaxiBJ/P2", "P2")]
    public void A_folder_is_imported_as_an_archive_is(string below, string task)
    {
        var source = _folder.File("my P1 files");
        PublishedSample.WriteFolder(Path.Combine(source, below));

        Assert.Equal(task, Assert.Single(Import(source)).Task);
        PublishedSample.AssertSame(PublishedSample.Splits, DatasetFolder.Load(_folder.File($"out/{task}")));
    }

    [Fact]
    public void What_else_lies_in_an_archive_is_left_alone()
    {
        var zip = Zip(
            "a.zip",
            PublishedSample.Zip(
                "P1/", others: [("__MACOSX/P1/train/._X.npy", [1]), ("P1/.DS_Store", [2]), ("P1/train/", []), ("readme.txt", [3])]));

        Import(zip);

        Assert.Equal(
            ["dataset.json", "test", "train", "valid"],
            Directory.EnumerateFileSystemEntries(_folder.File("out/P1")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_samples_are_divided_again_in_the_order_of_time()
    {
        var imported = Import(Zip("P1.zip", PublishedSample.Zip()), request => request with { Ratio = new(7, 1, 2) });

        Assert.Equal("7:1:2 in time order", Assert.Single(imported).Split);
        var dataset = DatasetFolder.Load(_folder.File("out/P1"));
        Assert.Equal("7:1:2 in time order", dataset.Manifest.Split);
        PublishedSample.AssertSame(TimeOrderedSplit.Cut(PublishedSample.Splits, new(7, 1, 2)), dataset);
    }

    [Fact]
    public void Several_tasks_of_one_archive_become_several_folders()
    {
        var both = PublishedSample.ZipOf(
            [.. PublishedSample.Files.SelectMany(file => Twice("TaxiBJ/P2", "TaxiBJ/P1", file))]);

        Assert.Equal(["P1", "P2"], Import(Zip("TaxiBJ.zip", both)).Select(task => task.Task));
        Assert.Equal(
            ["P2"],
            Import(
                Zip("TaxiBJ.zip", both),
                request => request with { Tasks = TaxiBjTask.ParseRange("2", ""), Folder = _folder.File("two") })
                .Select(task => task.Task));
        Assert.Equal(["P2"], Directory.EnumerateDirectories(_folder.File("two")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_manifest_says_what_it_is_and_whose()
    {
        Import(Zip("P2.zip", PublishedSample.Zip("")));

        var manifest = DatasetFolder.Load(_folder.File("out/P2")).Manifest;
        Assert.Equal(("TaxiBJ-P2", "published", 30, 4), (manifest.Name, manifest.Split, manifest.SlotMinutes, manifest.ScaleFactor));
        Assert.Contains("2014-02-01 .. 2014-06-30", manifest.Description!, StringComparison.Ordinal);
        Assert.Contains("MIT", manifest.Source!, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_samples_than_published_is_a_warning_and_with_strict_an_error()
    {
        var zip = Zip("P1.zip", PublishedSample.Zip());

        Assert.Equal($"{zip}: P1 has 12 samples; 3060 were published", Refused(zip, request => request with { Strict = true }));
        Assert.Equal(["P1 has 12 samples; 3060 were published"], Assert.Single(Import(zip)).Warnings);
    }

    [Fact]
    public void Fine_maps_that_do_not_sum_to_the_coarse_ones_are_a_warning()
    {
        var wrong = PublishedSample.Splits[1].Coarse.Slice(0, 2);
        wrong.Values[5] += 3;
        var zip = Zip("P1.zip", With("valid/X.npy", PublishedSample.Npy(wrong.Values, 2, 32, 32)));

        Assert.Equal(
            "valid: 1 of 2048 blocks of Y.npy do not sum to X.npy; the largest difference is 3", Assert.Single(Import(zip)).Warnings[1]);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var zip = Zip(
            "P1.zip",
            PublishedSample.ZipOf(
            [
                .. PublishedSample.Files.Where(file => file.Key != "valid/ext.npy").Select(file => ($"P1/{file.Key}", file.Value)),
            ]));

        Assert.Equal($"{zip}: has no valid/ext.npy in 'P1'; the published P1 has", Refused(zip));
    }

    [Fact]
    public void Arrays_of_another_form_are_refused_by_name()
    {
        Assert.Equal(
            $"{_folder.File("a.zip")}/P1/test/Y.npy: has shape [2, 1, 64, 64]; [n, 128, 128] is expected of TaxiBJ",
            Refused(Zip("a.zip", With("test/Y.npy", PublishedSample.Npy(new float[2 * 64 * 64], 2, 64, 64)))));
        Assert.Equal(
            $"{_folder.File("b.zip")}/P1/test/ext.npy: has 3 samples; 2 are expected, as in X.npy",
            Refused(Zip("b.zip",
                With("test/ext.npy", PublishedSample.Npy([.. PublishedSample.Splits[0].External!.Slice(0, 3).Values], 3, 7)))));
        Assert.Equal(
            $"{_folder.File("c.zip")}/P1/test/Y.npy: [sample 0, channel 0, row 0, column 0] is NaN; flow is finite and at least 0",
            Refused(Zip("c.zip", With("test/Y.npy", PublishedSample.Npy([float.NaN, .. new float[2 * 128 * 128 - 1]], 2, 128, 128)))));
    }

    [Fact]
    public void Files_that_do_not_say_their_task_need_it_named()
    {
        var zip = Zip("city.zip", PublishedSample.Zip(""));

        Assert.Equal($"{zip}: does not say which task it is (no P1 .. P4 in a name); name the task", Refused(zip));
        Assert.Equal("P3", Assert.Single(Import(zip, request => request with { Tasks = TaxiBjTask.ParseRange("3", "") })).Task);
    }

    [Fact]
    public void The_same_task_twice_is_refused()
    {
        var (one, two) = (Zip("P1.zip", PublishedSample.Zip()), Zip("copy of P1.zip", PublishedSample.Zip()));
        var twice = Zip(
            "both.zip",
            PublishedSample.ZipOf([.. PublishedSample.Files.SelectMany(file => Twice("P1", "old/P1", file))]));

        Assert.Equal($"{two}: holds P1, which {one} holds too; each task once is expected", Refused([one, two]));
        Assert.Equal($"{twice}: holds P1 twice, in 'P1' and 'old/P1'; one is expected", Refused(twice));
    }

    [Fact]
    public void A_source_without_TaxiBJ_is_refused()
    {
        var zip = Zip("P1.zip", PublishedSample.ZipOf([("readme.txt", [1])]));

        Assert.Equal($"{zip}: holds no task of TaxiBJ; train, valid and test with X.npy, Y.npy and ext.npy are expected", Refused(zip));
        Assert.Equal($"{_folder.File("nothing")}: no such file", Refused(_folder.File("nothing")));
    }

    [Fact]
    public void A_dataset_that_is_there_is_replaced_only_when_asked()
    {
        var zip = Zip("P1.zip", PublishedSample.Zip());
        Import(zip);

        Assert.Contains("is not empty", Assert.Throws<BadInputException>(() => Import(zip)).Message, StringComparison.Ordinal);
        Import(zip, request => request with { Overwrite = true, Ratio = new(7, 1, 2) });
        Assert.Equal(8, DatasetFolder.Load(_folder.File("out/P1"))["train"].Samples);
    }

    [Fact]
    public void A_stop_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var request = new TaxiBjImportRequest { Sources = [Zip("P1.zip", PublishedSample.Zip())], Folder = _folder.File("out") };

        Assert.ThrowsAny<OperationCanceledException>(
            () => TaxiBjImport.Run(request, new Observer { Bytes = _ => stop.Cancel() }, stop.Token));
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Progress_ends_at_all_bytes_of_the_nine_files()
    {
        var seen = new List<Transfer>();
        var request = new TaxiBjImportRequest { Sources = [Zip("P1.zip", PublishedSample.Zip())], Folder = _folder.File("out") };

        TaxiBjImport.Run(request, new Observer { Bytes = seen.Add }, TestContext.Current.CancellationToken);

        Assert.Equal(PublishedSample.Files.Values.Sum(file => file.Length), seen[^1].Done);
        Assert.Equal(seen[^1].Done, seen[^1].Total);
        Assert.Equal(seen.Select(transfer => transfer.Done).Order(), seen.Select(transfer => transfer.Done));
    }

    private static byte[] With(string name, byte[] bytes) =>
        PublishedSample.ZipOf([.. PublishedSample.Files.Select(file => ($"P1/{file.Key}", file.Key == name ? bytes : file.Value))]);

    private string Zip(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }

    private IReadOnlyList<TaxiBjImported> Import(string source, Func<TaxiBjImportRequest, TaxiBjImportRequest>? change = null) =>
        Import([source], change);

    private IReadOnlyList<TaxiBjImported> Import(string[] sources, Func<TaxiBjImportRequest, TaxiBjImportRequest>? change = null)
    {
        var request = new TaxiBjImportRequest { Sources = sources, Folder = _folder.File("out") };
        return TaxiBjImport.Run(change?.Invoke(request) ?? request, cancellationToken: TestContext.Current.CancellationToken);
    }

    private string Refused(string source, Func<TaxiBjImportRequest, TaxiBjImportRequest>? change = null) => Refused([source], change);

    private string Refused(string[] sources, Func<TaxiBjImportRequest, TaxiBjImportRequest>? change = null)
    {
        var message = Assert.Throws<BadInputException>(() => Import(sources, change)).Message;
        Assert.False(Directory.Exists(_folder.File("out")));
        return message;
    }

    private static IEnumerable<(string, byte[])> Twice(string one, string other, KeyValuePair<string, byte[]> file) =>
        [($"{one}/{file.Key}", file.Value), ($"{other}/{file.Key}", file.Value)];
}
