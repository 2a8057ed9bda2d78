using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

var city = DatasetFolder.Load("fineflow-demo/city");
var run = RunFolder.Create("my-run", new TrainingRequest { Model = "plgf" }.With(recipe => recipe with { Epochs = 1 }).NewRun(city));
var trainer = new Trainer(run, city);
trainer.Run();

using var model = ModelBundle.Load("my-run");
var result = Evaluation.Run(model.Network, city["test"], "test");
Console.WriteLine($"MSE {result.Metrics[MetricCatalog.Mse]:F2}, largest residual {result.Conservation.Largest:G2} counts");
