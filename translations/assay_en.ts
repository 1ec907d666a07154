<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>assay::DataInspector</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::DataPage</name>
    <message numerus="yes">
        <source>%n item(s) set to %1.</source>
        <translation>
            <numerusform>%n item set to %1.</numerusform>
            <numerusform>%n items set to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n item(s) and their labels from the project?</source>
        <translation>
            <numerusform>Remove %n item and its labels from the project?</numerusform>
            <numerusform>Remove %n items and their labels from the project?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) removed.</source>
        <translation>
            <numerusform>%n item removed.</numerusform>
            <numerusform>%n items removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::DocumentPanel</name>
    <message numerus="yes">
        <source>All %n document(s) of the project</source>
        <translation>
            <numerusform>The project&apos;s document</numerusform>
            <numerusform>All %n documents of the project</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept %n fact(s)</source>
        <translation>
            <numerusform>Accept %n fact</numerusform>
            <numerusform>Accept %n facts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::EvaluationGallery</name>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>%n missed</numerusform>
            <numerusform>%n missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n false</source>
        <translation>
            <numerusform>%n false</numerusform>
            <numerusform>%n false</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong class</source>
        <translation>
            <numerusform>%n wrong class</numerusform>
            <numerusform>%n wrong classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::FacetRow</name>
    <message numerus="yes">
        <source>%1, %n item(s)</source>
        <translation>
            <numerusform>%1, %n item</numerusform>
            <numerusform>%1, %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::GraphInspector</name>
    <message numerus="yes">
        <source>%n fact(s)</source>
        <translation>
            <numerusform>%n fact</numerusform>
            <numerusform>%n facts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::GraphPage</name>
    <message numerus="yes">
        <source>%n more fact(s) of %1: expand it again.</source>
        <translation>
            <numerusform>%n more fact of %1: expand it again.</numerusform>
            <numerusform>%n more facts of %1: expand it again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fact(s) accepted into %1; the next run learns them.</source>
        <translation>
            <numerusform>%n fact accepted into %1; the next run learns it.</numerusform>
            <numerusform>%n facts accepted into %1; the next run learns them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::ImportDialog</name>
    <message numerus="yes">
        <source>%n file(s) and folder(s)</source>
        <translation>
            <numerusform>%n file or folder</numerusform>
            <numerusform>%n files and folders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::LabelPage</name>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>%n box</numerusform>
            <numerusform>%n boxes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model finds nothing, but %n place(s) should be looked at: a digit gives one its class, Backspace rejects</source>
        <translation>
            <numerusform>The model finds nothing, but %n place should be looked at: a digit gives it a class, Backspace rejects</numerusform>
            <numerusform>The model finds nothing, but %n places should be looked at: a digit gives one its class, Backspace rejects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prediction(s): Enter accepts, Backspace rejects</source>
        <translation>
            <numerusform>%n prediction: Enter accepts, Backspace rejects</numerusform>
            <numerusform>%n predictions: Enter accepts, Backspace rejects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) copied from the previous picture.</source>
        <translation>
            <numerusform>%n box copied from the previous picture.</numerusform>
            <numerusform>%n boxes copied from the previous picture.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::MainWindow</name>
    <message numerus="yes">
        <source>CPU · %n threads</source>
        <translation>
            <numerusform>CPU · %n thread</numerusform>
            <numerusform>CPU · %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::OptionSection</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::ProposalTable</name>
    <message numerus="yes">
        <source>%1 (and %n more)</source>
        <translation>
            <numerusform>%1 (and %n more)</numerusform>
            <numerusform>%1 (and %n more)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::ReportPanel</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::StatusStrip</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::SuggestionBar</name>
    <message numerus="yes">
        <source>%n image(s) to label next, as run %1 suggests (%2); %3 of them have no label yet.</source>
        <translation>
            <numerusform>%n image to label next, as run %1 suggests (%2); without a label yet: %3.</numerusform>
            <numerusform>%n images to label next, as run %1 suggests (%2); without a label yet: %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) that run %1 suggested (%2): all are labelled. Train again.</source>
        <translation>
            <numerusform>%n image that run %1 suggested (%2) is labelled. Train again.</numerusform>
            <numerusform>%n images that run %1 suggested (%2) are all labelled. Train again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::TopBar</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::TrainPage</name>
    <message numerus="yes">
        <source>%n epochs</source>
        <translation>
            <numerusform>%n epoch</numerusform>
            <numerusform>%n epochs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Takes %1 (%n trainings of %2 each), then evaluation</source>
        <translation>
            <numerusform>Takes %1 (%n training of %2), then evaluation</numerusform>
            <numerusform>Takes %1 (%n trainings of %2 each), then evaluation</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The last of %n trainings, each with these limits</source>
        <translation>
            <numerusform>The only training</numerusform>
            <numerusform>The last of %n trainings, each with these limits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::TrainTargetPanel</name>
    <message numerus="yes">
        <source>%n threads</source>
        <translation>
            <numerusform>%n thread</numerusform>
            <numerusform>%n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts over ssh</source>
        <translation>
            <numerusform>%n host over ssh</numerusform>
            <numerusform>%n hosts over ssh</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes of a Slurm cluster</source>
        <translation>
            <numerusform>%n node of a Slurm cluster</numerusform>
            <numerusform>%n nodes of a Slurm cluster</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods of a Kubernetes cluster</source>
        <translation>
            <numerusform>%n pod of a Kubernetes cluster</numerusform>
            <numerusform>%n pods of a Kubernetes cluster</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ranks on each</source>
        <translation>
            <numerusform>%n rank on each</numerusform>
            <numerusform>%n ranks on each</numerusform>
        </translation>
    </message>
</context>
</TS>
