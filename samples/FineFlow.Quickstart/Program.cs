using FineFlow.Core.Baselines;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

// A made-up city: fineflow data synth --preset tiny --out city
var city = DatasetFolder.Load("city");
var request = new TrainingRequest { Model = "dmn" }.With(recipe => recipe with { Epochs = 12 });
var run = RunFolder.Create("my-run", request.NewRun(city));
new Trainer(run, city, new Progress<TrainingProgress>(Show)).Run();

using var model = ModelBundle.Load("my-run");
var test = city["test"];
var even = Evaluation.Compare(test, EvenSplit.Predict(test.Coarse, city.ScaleFactor));
var learned = Evaluation.Run(model.Network, test, "test");
Console.WriteLine($"MSE on test: {even.Metrics[MetricCatalog.Mse]:F2} split evenly, {learned.Metrics[MetricCatalog.Mse]:F2} by the model");
Console.WriteLine($"largest residual: {learned.Conservation.Largest:G2} counts");

static void Show(TrainingProgress progress)
{
    if (progress is EpochRecord epoch)
        Console.WriteLine($"epoch {epoch.Epoch}: MSE on valid {epoch.Valid[MetricCatalog.Mse]:F2}");
}
